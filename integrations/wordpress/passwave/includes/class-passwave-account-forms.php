<?php
/**
 * Registration and lost password.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Without a check these forms tell nobody which names and addresses are taken.
 */
final class Passwave_Account_Forms {
	const REGISTER      = 'register';
	const LOST_PASSWORD = 'lost-password';

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
	 * Forms that ask this gate.
	 *
	 * @param Passwave_Gate   $gate   The gate.
	 * @param Passwave_Widget $widget The widget.
	 */
	public function __construct( Passwave_Gate $gate, Passwave_Widget $widget ) {
		$this->gate   = $gate;
		$this->widget = $widget;
	}

	/**
	 * Connects those that the owner wants.
	 *
	 * @param Passwave_Settings $settings The settings.
	 */
	public function add_hooks( Passwave_Settings $settings ) {
		if ( $settings->protects( self::REGISTER ) ) {
			add_action( 'register_form', array( $this, 'print_in_registration' ) );
			add_filter( 'registration_errors', array( $this, 'check_registration' ), PHP_INT_MAX );
		}
		if ( $settings->protects( self::LOST_PASSWORD ) ) {
			add_action( 'lostpassword_form', array( $this, 'print_in_lost_password' ) );
			add_filter( 'lostpassword_errors', array( $this, 'check_lost_password' ), PHP_INT_MAX, 2 );
		}
	}

	/** In the registration form. */
	public function print_in_registration() {
		$this->widget->print_check( self::REGISTER );
	}

	/** In the form for a lost password. */
	public function print_in_lost_password() {
		$this->widget->print_check( self::LOST_PASSWORD );
	}

	/**
	 * Before an account is made.
	 *
	 * @param WP_Error $errors What WordPress found wrong.
	 */
	public function check_registration( $errors ) {
		return current_user_can( 'create_users' ) ? $errors : $this->settle( self::REGISTER, $errors, $errors->has_errors() );
	}

	/**
	 * Before a message is sent. Whoever may edit the account has sent it from the dashboard.
	 *
	 * @param WP_Error      $errors What WordPress found wrong.
	 * @param WP_User|false $user   The account.
	 */
	public function check_lost_password( $errors, $user ) {
		if ( $user instanceof WP_User && current_user_can( 'edit_user', $user->ID ) ) {
			return $errors;
		}
		return $this->settle( self::LOST_PASSWORD, $errors, ! $user || $errors->has_errors() );
	}

	/**
	 * Refused without a check. With one the form's own mistakes are shown, and need no second check to be mended.
	 *
	 * @param string   $form         The form.
	 * @param WP_Error $errors       What WordPress found wrong.
	 * @param bool     $has_mistakes Whether the form comes back.
	 */
	private function settle( $form, WP_Error $errors, $has_mistakes ) {
		$refusal = $this->gate->refusal( $form );
		if ( ! $refusal && ! $has_mistakes ) {
			$refusal = $this->gate->finish( $form );
		}
		return $refusal ? $refusal : $errors;
	}
}
