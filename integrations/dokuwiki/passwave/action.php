<?php
/**
 * A human check before somebody registers, has a password sent, or saves a page without being signed in.
 *
 * @license MIT OR Apache-2.0 OR GPL-2.0-or-later
 */

use dokuwiki\Extension\ActionPlugin;
use dokuwiki\Form\Form;

class action_plugin_passwave extends ActionPlugin
{
    const FIELD = 'passwave-response';

    /** What the check in a form has as its action, by the name of the form. */
    const FORMS = ['REGISTER' => 'register', 'RESENDPWD' => 'resendpwd', 'EDIT' => 'save'];

    /** @inheritdoc */
    public function register(Doku_Event_Handler $controller)
    {
        foreach (self::FORMS as $form => $action) {
            $controller->register_hook("FORM_{$form}_OUTPUT", 'BEFORE', $this, 'addCheck', $action);
        }
        $controller->register_hook('ACTION_ACT_PREPROCESS', 'BEFORE', $this, 'check');
    }

    /** Whether somebody who does this is asked: never before the plugin has its settings. */
    private function asks(string $action): bool
    {
        $isConfigured = $this->getConf('server') && $this->getConf('sitekey') && $this->getConf('secret');
        return $isConfigured && ($action !== 'save' || !$GLOBALS['INPUT']->server->str('REMOTE_USER'));
    }

    /** Puts the check before the form's first button. */
    public function addCheck(Doku_Event $event, string $action)
    {
        /** @var Form $form */
        $form = $event->data;
        $button = $form->findPositionByAttribute('type', 'submit');
        if ($button === false || !$this->asks($action)) {
            return;
        }
        $this->spareOtherButtons($form, $button);
        $server = hsc($this->getConf('server'));
        $told = sprintf('server="%s/" sitekey="%s" action="%s"', $server, hsc($this->getConf('sitekey')), $action);
        $form->addHTML(
            "<script src=\"$server/passwave.js\" async></script><pass-wave $told required></pass-wave>",
            $button
        );
    }

    /** A preview, and leaving, need no check: the browser does not hold back the form's further buttons. */
    private function spareOtherButtons(Form $form, int $first)
    {
        $next = $first;
        while (($next = $form->findPositionByAttribute('type', 'submit', $next + 1)) !== false) {
            $form->getElementAt($next)->attr('formnovalidate', 'formnovalidate');
        }
    }

    /** Refuses what was sent without a good token; what was typed stays. */
    public function check(Doku_Event $event)
    {
        global $INPUT;
        $action = (string) $event->data;
        // The other two actions show their form until it was sent.
        $isSent = $action === 'save' || $INPUT->post->bool('save');
        if (!$isSent || !in_array($action, self::FORMS, true) || !$this->asks($action)) {
            return;
        }
        $verdict = $this->loadHelper('passwave')->verdict($INPUT->post->str(self::FIELD), $action);
        $isLetIn = $verdict === 'unavailable' && $this->getConf('unavailable') === 'allow';
        if ($verdict === 'passed' || $isLetIn) {
            return;
        }
        msg($this->getLang($verdict === 'refused' ? 'refused' : 'later'), -1);
        $INPUT->post->set('save', false);
        if ($action === 'save') {
            $event->data = 'preview';
        }
    }
}
