<?php

namespace Passwave;

/**
 * The check among the fields of a form.
 */
final class CheckField extends \HTMLFormField {
	/** @inheritDoc */
	public function __construct( $params ) {
		parent::__construct( $params );
		$this->mName = Captcha::FIELD;
	}

	/** @inheritDoc */
	public function getInputHTML( $value ) {
		/** @var Captcha $captcha */
		$captcha = $this->mParams['captcha'];
		$out = $this->mParent->getOutput();
		Captcha::addCSPSources( $out->getCSP() );
		$out->addHeadItem( 'passwave', $captcha->script() );
		return $captcha->element();
	}
}
