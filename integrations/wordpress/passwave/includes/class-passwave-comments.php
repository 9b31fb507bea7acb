<?php
/**
 * Comments of people who are not signed in.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * WordPress looks for mistakes in a comment before it comes to this, so a token is asked about once and then used.
 */
final class Passwave_Comments {
	const FORM = 'comment';

	/**
	 * The gate.
	 *
	 * @var Passwave_Gate
	 */
	private $gate;

	/**
	 * The widget.
	 *
	 * @var Passwave_Widget
	 */
	private $widget;

	/**
	 * Comments that ask this gate.
	 *
	 * @param Passwave_Gate   $gate   The gate.
	 * @param Passwave_Widget $widget The widget.
	 */
	public function __construct( Passwave_Gate $gate, Passwave_Widget $widget ) {
		$this->gate   = $gate;
		$this->widget = $widget;
	}

	/**
	 * Connects it, if the owner wants it.
	 *
	 * @param Passwave_Settings $settings The settings.
	 */
	public function add_hooks( Passwave_Settings $settings ) {
		if ( ! $settings->protects( self::FORM ) ) {
			return;
		}
		add_filter( 'comment_form_submit_field', array( $this, 'prepend_check' ) );
		// Before any other plugin sends the comment to a service.
		add_filter( 'preprocess_comment', array( $this, 'check' ), 0 );
		add_filter( 'rest_pre_insert_comment', array( $this, 'check_rest' ), 0 );
		add_filter( 'pre_comment_approved', array( $this, 'hold' ), 99 );
	}

	/**
	 * Above the button.
	 *
	 * @param string $html The button.
	 */
	public function prepend_check( $html ) {
		return is_user_logged_in() ? $html : $this->widget->html( self::FORM ) . $html;
	}

	/**
	 * Refuses the comment with a page that leads back to what was typed.
	 *
	 * @param array $comment The comment.
	 */
	public function check( $comment ) {
		$is_from_a_site = in_array( $comment['comment_type'] ?? '', array( 'pingback', 'trackback' ), true );
		$refusal        = $is_from_a_site || is_user_logged_in() ? null : $this->gate->refusal( self::FORM );
		if ( $refusal ) {
			$answer = array(
				'response'  => 403,
				'back_link' => true,
			);
			$words  = '<p>' . wp_kses_post( $refusal->get_error_message() ) . '</p>';
			// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped
			wp_die( $words, esc_html__( 'Comment refused', 'passwave' ), $answer );
		}
		return $comment;
	}

	/**
	 * Some sites let people comment over REST without an account.
	 *
	 * @param array|WP_Error $comment The comment.
	 */
	public function check_rest( $comment ) {
		$refusal = is_user_logged_in() ? null : $this->gate->refusal( self::FORM );
		return $refusal ? $refusal : $comment;
	}

	/**
	 * What came in unchecked waits for a person.
	 *
	 * @param int|string|WP_Error $approved What WordPress decided.
	 */
	public function hold( $approved ) {
		return $this->gate->is_unchecked( self::FORM ) && in_array( $approved, array( 1, '1' ), true ) ? 0 : $approved;
	}
}
